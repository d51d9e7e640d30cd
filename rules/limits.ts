/**
 * Every limit of the rules, named in one place. Passing one is a located problem (when a document is read) or
 * an incident (when facts are), never a hang and never a silent cut.
 */
export const limits = {
  /** Characters of a rule-set or shared document. */
  documentCharacters: 1_000_000,
  /** Depth of the JSON text; a condition level costs two, so this leaves room for the cap below. */
  jsonDepth: 100,
  /** `all`, `any`, `not` and references inside one another. */
  conditionDepth: 32,
  /** Conditions in one rule set once references are followed, so that references cannot multiply. */
  conditionsExpanded: 50_000,
  rules: 1_000,
  tests: 1_000,
  /** Properties declared by a facts schema, nested ones included, and how deep they nest. */
  facts: 500,
  factDepth: 8,
  /** Members of an `in` list or of a shared list. */
  listItems: 5_000,
  /** Characters of one pattern; it runs on a linear-time engine, but compiling it costs memory. */
  patternCharacters: 500,
  /** Steps of a path: `$.a.b[0]` has three. */
  pathSteps: 16,
  /** Digits before and after the point of a money string. */
  moneyDigits: 18,
  moneyFraction: 2,
  /** What a rule of a scorecard may add or subtract. */
  score: 1_000_000,
  /** References inside one another while a value is validated, and faults that are told of it. */
  valueDepth: 64,
  faults: 100,
  /** References that validating one value may follow. */
  schemaReferences: 100_000,
  /** Characters of a pointer into a schema, which bounds how deep it nests. */
  schemaPointer: 5_000,
  problems: 200,
  /** Rules that an explanation names as nearly answering, and as passed over. */
  nearly: 10,
  passedOver: 50,
  /** Analysis: regions one rule may be cut into, steps of the search, findings of one kind. */
  regionsPerRule: 256,
  analysisSteps: 400_000,
  findings: 50,
} as const;
