export {
  type Address,
  asistenPembinaOf,
  biroPembinaOf,
  headOf,
  postInUnit,
  type Reason,
  type Resolution,
  resolveAddress,
  resolveUnit,
} from "./address.ts";
export {
  type Calendar,
  type CalendarDocument,
  type CalendarReading,
  type Holiday,
  readCalendar,
} from "./calendar.ts";
export { type HeldPost, type Holder, holderOn, isExcluded, postsOf } from "./mandate.ts";
export {
  type Echelon,
  type Holding,
  type MandateKind,
  type Organisation,
  type OrganisationDocument,
  type OrganisationReading,
  type Person,
  type Post,
  readOrganisation,
  type Unit,
  type UnitKind,
} from "./province.ts";
export {
  type Binding,
  compareEchelon,
  hasRank,
  isEchelon,
  lowestCommonSuperior,
  mayBind,
  superiorsOfPost,
  superiorsOfUnit,
} from "./rank.ts";
export type { DocumentProblem } from "./reading.ts";
export {
  addWorkingMinutes,
  calendarDeadline,
  type DayKind,
  dayKind,
  isCovered,
  isWorkingTime,
  nextOpening,
  workingDaysPerMonth,
  workingMinutesBetween,
} from "./working-time.ts";
export {
  addDays,
  type Day,
  dayOf,
  isDay,
  type LocalTime,
  localTime,
  startOfDay,
  type Zone,
  zoneOffsetMinutes,
} from "./zone.ts";
