/**
 * Forms, organisation and calendars as tables to read, beside the text that is edited. What a document has beyond
 * these tables stands in its text.
 */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { DocumentKind } from "../../api/index.ts";
import { language, nowMs, writtenDate } from "../../ui/index.ts";
import { isSchema } from "../json/schema-walk.ts";
import { words } from "../words.ts";

type Row = { readonly [key: string]: unknown };

export function Parts({ kind, content }: { readonly kind: DocumentKind; readonly content: string }) {
  const document = useMemo(() => parse(content), [content]);
  if (content === "") return <span class="bar w-50" />;
  if (document === null) return <p class="muted">{words().document.notJson}</p>;
  if (kind === "organisation") return <Organisation document={document} />;
  if (kind === "calendars") return <Calendar document={document} />;
  return <Form document={document} />;
}

function Organisation({ document }: { readonly document: Row }) {
  const said = words().document;
  const units = rows(document.units);
  const posts = rows(document.posts);
  const persons = new Map(rows(document.persons).map((person) => [text(person, "id"), text(person, "name")]));
  const today = new Date(nowMs()).toISOString().slice(0, 10);
  const holdings = rows(document.holdings).filter(
    (holding) =>
      text(holding, "from") <= today && (text(holding, "to") || text(holding, "until") || "9999") >= today,
  );
  return (
    <>
      <p class="muted small">
        {said.units(units.length)} · {said.posts(posts.length)} · {said.persons(persons.size)}
      </p>
      {units.map((unit) => {
        const own = posts.filter((post) => text(post, "unitId") === text(unit, "id"));
        return (
          <details class="part" key={text(unit, "id")}>
            <summary>
              <strong>{text(unit, "name")}</strong> <code class="faint">{text(unit, "id")}</code>
            </summary>
            <Table columns={[said.post, said.echelon, said.holder]}>
              {own.map((post) => (
                <tr key={text(post, "id")}>
                  <td>
                    {text(post, "title")}
                    <code class="faint block">{text(post, "id")}</code>
                  </td>
                  <td>{text(post, "echelon")}</td>
                  <td>
                    {holdings
                      .filter((holding) => text(holding, "postId") === text(post, "id"))
                      .map((holding) => (
                        <span class="block" key={text(holding, "personId") + text(holding, "from")}>
                          {text(holding, "mandate") === "definitif" ? null : (
                            <span class="mandate">{text(holding, "mandate")}.</span>
                          )}
                          {persons.get(text(holding, "personId")) ?? text(holding, "personId")}
                        </span>
                      ))}
                  </td>
                </tr>
              ))}
            </Table>
          </details>
        );
      })}
    </>
  );
}

function Calendar({ document }: { readonly document: Row }) {
  const said = words().document;
  const hours = isSchema(document.hours) ? Object.entries(document.hours) : [];
  return (
    <>
      <h3>{said.hours}</h3>
      <Table columns={[said.day, said.hours]}>
        {hours.map(([day, spans]) => (
          <tr key={day}>
            <td>{said.days[day] ?? day}</td>
            <td>{Array.isArray(spans) && spans.length > 0 ? spans.map(span).join(", ") : said.closed}</td>
          </tr>
        ))}
      </Table>
      <h3>{said.periods}</h3>
      <Table columns={[said.name, said.from, said.until]}>
        {rows(document.periods).map((period) => (
          <tr key={text(period, "name")}>
            <td>{text(period, "name")}</td>
            <td>{writtenDate(text(period, "from"), language.value)}</td>
            <td>{writtenDate(text(period, "to"), language.value)}</td>
          </tr>
        ))}
      </Table>
      <h3>{said.holidays}</h3>
      <Table columns={[said.date, said.name, said.kind]}>
        {rows(document.holidays).map((holiday) => (
          <tr key={text(holiday, "day")}>
            <td>{writtenDate(text(holiday, "day"), language.value)}</td>
            <td>{text(holiday, "name")}</td>
            <td>{said.holidayKind[text(holiday, "kind")] ?? text(holiday, "kind")}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Form({ document }: { readonly document: Row }) {
  const said = words().document;
  const schema: Row = isSchema(document.schema) ? document.schema : {};
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const labels = isSchema(document.words) ? document.words : {};
  const documents = rows(document.documents);
  return (
    <>
      {rows(document.sections).map((section, index) => (
        <div key={`${index}-${both(section.title)}`}>
          {both(section.title) === "" ? null : <h3>{both(section.title)}</h3>}
          <Table columns={[said.field, said.type, said.required]}>
            {(Array.isArray(section.fields) ? section.fields : []).map((name: unknown) => {
              const field = String(name);
              const member = properties[field];
              const word = labels[field];
              return (
                <tr key={field}>
                  <td>
                    {isSchema(word) ? both(word.label) : field}
                    <code class="faint block">{field}</code>
                  </td>
                  <td>{isSchema(member) ? text(member, "format") || text(member, "type") : ""}</td>
                  <td>{required.includes(field) ? words().yes : words().no}</td>
                </tr>
              );
            })}
          </Table>
        </div>
      ))}
      {documents.length === 0 ? null : (
        <>
          <h3>{said.attachments}</h3>
          <Table columns={[said.name, said.type, said.required]}>
            {documents.map((slot) => (
              <tr key={text(slot, "slot")}>
                <td>
                  {both(slot.title)}
                  <code class="faint block">{text(slot, "slot")}</code>
                </td>
                <td>{Array.isArray(slot.accept) ? slot.accept.join(", ") : ""}</td>
                <td>{slot.required === true ? words().yes : words().no}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </>
  );
}

function Table({
  columns,
  children,
}: {
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}) {
  return (
    <table class="part-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

const span = (pair: unknown): string => (Array.isArray(pair) ? `${pair[0]}–${pair[1]}` : "");

function rows(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function text(row: Row, name: string): string {
  const value = row[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Words in both languages, in the one in use. */
function both(value: unknown): string {
  return isSchema(value) ? text(value, language.value) || text(value, "id") : "";
}

function parse(content: string): Row | null {
  try {
    const value: unknown = JSON.parse(content);
    return isSchema(value) ? value : null;
  } catch {
    return null;
  }
}
