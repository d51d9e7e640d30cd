/** What the modeller offers in its lists, and the organisation as it is today. */
import type { Catalogue } from "../../../api/index.ts";
import type { Organisation } from "../../../organisation/index.ts";
import { outcomesOf, ruleSetSchema } from "../../../rules/index.ts";
import { type Language, postView, sayIf } from "../../views/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refuse } from "../refused.ts";

/** Units by their relation to the case, as a diagram names them. */
const relations = ["pemrakarsa", "biroPembina", "asistenPembina", "setda", "gubernur"];

export function organisationHandlers(parts: Parts): Pick<Handlers, "readCatalogue" | "readOrganisation"> {
  const { library, documents } = parts;
  return {
    async readCatalogue(call) {
      const organisation = await documents.organisation(call.nowMs);
      const rules = await documents.checkAgainst(call.nowMs);
      const forms = library.allInForce("forms", call.nowMs);
      const ruleSets = library.allInForce("rule-sets", call.nowMs).flatMap(({ id, version, title }) => {
        const ruleSet = rules.ruleSet(id);
        if (!ruleSet) return [];
        const outcomes = new Set(outcomesOf(ruleSet).map(({ outcome }) => outcome.type));
        return [{ id, title, version, purpose: ruleSet.purpose, outcomes: [...outcomes] }];
      });
      return answer({
        posts: organisation ? postChoices(organisation, call.nowMs, call.language) : [],
        units: organisation ? unitChoices(organisation, call.language) : [],
        forms: forms.map(({ id, title, version }) => ({ id, title, version })),
        processes: library
          .allInForce("processes", call.nowMs)
          .map(({ id, title, version }) => ({ id, title, version })),
        ruleSets,
        handlers: parts.handlers.map(({ name, title }) => ({ name, title: title[call.language] })),
        ruleSetSchema,
      });
    },

    async readOrganisation(call) {
      const organisation = await documents.organisation(call.nowMs);
      if (!organisation) return refuse("notFound");
      return answer({
        units: organisation.document.units.map((unit) => ({
          unitId: unit.id,
          name: unit.name,
          shortName: unit.shortName,
          kind: unit.kind,
          parentId: unit.parent,
          coordinatedBy: unit.biroPembina,
        })),
        posts: organisation.document.posts.flatMap(
          (post) => postView(organisation, post.id, call.nowMs) ?? [],
        ),
      });
    },
  };
}

/** Roles in a unit first (`kepala` of the unit that the diagram names), then every post by itself. */
function postChoices(organisation: Organisation, nowMs: number, language: Language): Catalogue["posts"] {
  const roles = [...new Set(organisation.document.posts.map((post) => post.role))];
  return [
    ...roles.map((role) => ({
      value: role,
      label: sayIf(language, `catalogue.post.${role}`) ?? role,
      today: null,
    })),
    ...organisation.document.posts.map((post) => ({
      value: post.id,
      label: post.title,
      today: postView(organisation, post.id, nowMs)?.holder?.name ?? null,
    })),
  ];
}

function unitChoices(organisation: Organisation, language: Language): Catalogue["units"] {
  return [
    ...relations.map((value) => ({ value, label: sayIf(language, `catalogue.unit.${value}`) ?? value })),
    ...organisation.document.units.map((unit) => ({ value: unit.id, label: unit.name })),
  ];
}
