/**
 * Ids of cases: UUIDs of version 7, which begin with the time. New cases then lie beside each other in every table and
 * index, so that a group of commits touches a few pages and not one for each case.
 */
import { randomBytes } from "node:crypto";

export function caseIds(): () => string {
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const nowMs = Date.now();
    // Ids made in one millisecond, or while the clock steps back, count on.
    if (nowMs > lastMs) {
      lastMs = nowMs;
      sequence = 0;
    } else {
      sequence += 1;
      if (sequence > 0xfff) {
        lastMs += 1;
        sequence = 0;
      }
    }
    const time = lastMs.toString(16).padStart(12, "0");
    const random = randomBytes(8);
    random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
    const tail = random.toString("hex");
    const count = sequence.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}
