/** Waktu per unit: step, used, limit and state in words. Paused time is shown and not counted. */
import type { CasePage } from "../api/index.ts";
import { Icon, type IconName, isolated, language, number, oneDecimal } from "../ui/index.ts";
import { deskWords } from "./words.ts";

type Row = CasePage["ledger"][number];

export function Ledger({ page }: { page: CasePage }) {
  const words = deskWords();
  const days = (minutes: number) => oneDecimal(minutes / page.dayMinutes, language.value);
  const limit = (minutes: number | null) =>
    minutes === null ? "–" : number(minutes / page.dayMinutes, language.value);
  return (
    <section class="card card-pad" aria-labelledby="waktu-unit">
      <div class="card-head">
        <h2 id="waktu-unit">{words.timePerUnit}</h2>
        <span class="small muted">{words.inWorkingDays}</span>
      </div>
      {page.ledger.length === 0 ? (
        <p class="small muted">{words.noLedger}</p>
      ) : (
        <table class="ledger small">
          <thead>
            <tr>
              <th scope="col">{words.unitAndStep}</th>
              <th scope="col" class="figure">
                {words.usedColumn}
              </th>
              <th scope="col" class="figure">
                {words.limitColumn}
              </th>
              <th scope="col">
                <span class="visually-hidden">{words.stateColumn}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.ledger.filter(isStep).map((row, index) => (
              <tr key={`${row.unit} ${row.step} ${index}`} class={row.current ? "current" : ""}>
                <th scope="row">
                  {isolated(row.unit)}, {isolated(row.step)}
                </th>
                <td class="figure">{days(row.usedMinutes)}</td>
                <td class="figure">{limit(row.limitMinutes)}</td>
                <td>
                  <RowState row={row} days={days} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <Total page={page} days={days} limit={limit} />
          </tfoot>
        </table>
      )}
      <p class="small muted ledger-note">
        {words.dayExplained(number(page.dayMinutes / 60, language.value))}
      </p>
    </section>
  );
}

/** A row without a step sums up the case: it is the foot of the table, not one of its rows. */
const isStep = (row: Row): boolean => row.step !== "";

function RowState({ row, days }: { row: Row; days: (minutes: number) => string }) {
  const words = deskWords();
  const left = row.limitMinutes === null ? null : row.limitMinutes - row.usedMinutes;
  const said: Readonly<Record<Row["state"], readonly [IconName, string]>> = {
    onTime: ["check", words.onTime],
    late: ["alarm-clock", left === null ? words.lateBy("") : words.lateBy(days(Math.abs(left)))],
    running: ["clock", left === null || left < 0 ? words.running : words.leftOf(days(left))],
    paused: ["circle-pause", words.paused],
  };
  const [icon, text] = said[row.state];
  return (
    <span class={`ledger-state ledger-${row.state}`}>
      <Icon name={icon} small />
      {text}
    </span>
  );
}

/** The whole case, by its own deadline where it has one; else the sum of what counts. */
function Total({
  page,
  days,
  limit,
}: {
  page: CasePage;
  days: (minutes: number) => string;
  limit: (minutes: number | null) => string;
}) {
  const words = deskWords();
  const sum = page.ledger.find((row) => !isStep(row));
  const counted = page.ledger.filter((row) => row.counted && isStep(row));
  const used = sum?.usedMinutes ?? counted.reduce((minutes, row) => minutes + row.usedMinutes, 0);
  const all = sum?.limitMinutes ?? (page.deadline?.clock === "working" ? page.deadline.totalMinutes : null);
  return (
    <tr>
      <th scope="row">{words.wholeCase}</th>
      <td class="figure">{days(used)}</td>
      <td class="figure">{limit(all)}</td>
      <td>{all === null ? null : <TotalState page={page} used={used} all={all} days={days} />}</td>
    </tr>
  );
}

function TotalState({
  page,
  used,
  all,
  days,
}: {
  page: CasePage;
  used: number;
  all: number;
  days: (minutes: number) => string;
}) {
  const words = deskWords();
  const open = page.state === "running" || page.state === "incident";
  const [look, icon, text]: readonly [string, IconName, string] =
    used > all
      ? ["ledger-late", "alarm-clock", words.lateBy(days(used - all))]
      : open
        ? ["ledger-running", "clock", words.leftOf(days(all - used))]
        : ["ledger-onTime", "check", words.onTime];
  return (
    <span class={`ledger-state ${look}`}>
      <Icon name={icon} small />
      {text}
    </span>
  );
}
