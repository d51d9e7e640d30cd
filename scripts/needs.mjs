/**
 * What tests need beyond npm: Chromium for the browser, PostgreSQL's binaries for the store. Finds them, or
 * installs Debian's packages where this user may, or ends with a failure that names what to install.
 * Gives environment variables that say where they are.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const needs = [
  {
    project: "browser",
    name: "POROS_CHROMIUM",
    find: findChromium,
    packages: ["chromium", "fonts-noto-core"],
  },
  { project: "server", name: "POROS_POSTGRES_BIN", find: findPostgres, packages: ["postgresql"] },
];

export function findNeeds(projects) {
  const found = {};
  for (const need of needs) {
    if (!projects.includes(need.project)) continue;
    if (need.find() === null) install(need.packages);
    const place = need.find();
    if (place === null) {
      process.stderr.write(
        `The tests of "${need.project}" need ${need.packages[0]}, which is not here. ` +
          `Install it (Debian: apt-get install ${need.packages.join(" ")}) or set ${need.name} to where it is.\n`,
      );
      process.exit(1);
    }
    found[need.name] = place;
  }
  return found;
}

function findChromium() {
  const places = [
    process.env.POROS_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

function findPostgres() {
  const lib = "/usr/lib/postgresql";
  const versions = existsSync(lib) ? readdirSync(lib).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [process.env.POROS_POSTGRES_BIN, ...versions.map((version) => `${lib}/${version}/bin`)];
  return places.find((place) => place !== undefined && existsSync(`${place}/initdb`)) ?? null;
}

function install(packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  process.stdout.write(`Installing ${packages.join(", ")} with apt-get ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const wait = ["-o", "DPkg::Lock::Timeout=120"];
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    spawnSync("apt-get", [...wait, ...words], { env, stdio: ["ignore", "ignore", "inherit"] });
  }
}
