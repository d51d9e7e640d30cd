/** The rules as a table: when, then, why. Fed by the parsed document; what shows it does not matter here. */
import { type RuleSet, sayRule } from "../../rules/index.ts";
import { Icon, language } from "../../ui/index.ts";
import { words } from "../words.ts";

export function RuleTable({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const said = words().rules;
  const last = sayRule({ conditions: { all: [] }, event: ruleSet.otherwise }, ruleSet, language.value);
  return (
    <table class="rules-table">
      <thead>
        <tr>
          <th>
            <span class="visually-hidden">{said.number}</span>
          </th>
          <th>{said.when}</th>
          <th>{said.thenTo}</th>
        </tr>
      </thead>
      <tbody>
        {ruleSet.rules.map((rule, index) => {
          const row = sayRule(rule, ruleSet, language.value);
          return (
            <tr key={rule.name}>
              <td class="number">{index + 1}</td>
              <td>
                {row.when === "" ? said.always : row.when}
                {row.legalBasis.length === 0 ? null : (
                  <span class="small faint block">
                    <Icon name="scroll-text" small /> {row.legalBasis.join("; ")}
                  </span>
                )}
              </td>
              <td>
                <strong>{row.outcome}</strong>
                {row.because === null ? null : <span class="small muted block">{row.because}</span>}
              </td>
            </tr>
          );
        })}
        <tr class="otherwise">
          <td />
          <td>{said.otherwise}</td>
          <td>
            <strong>{last.outcome}</strong>
            {last.because === null ? null : <span class="small muted block">{last.because}</span>}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
