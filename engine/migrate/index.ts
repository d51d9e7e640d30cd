export { migrate, migrateAgain } from "./migrate.ts";
export {
  type MigrationObstacle,
  type MigrationPlan,
  type MigrationStep,
  type MigrationSubject,
  type ObstacleCode,
  planMigration,
} from "./plan.ts";
