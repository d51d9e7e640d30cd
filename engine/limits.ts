/**
 * Every limit of meaning, in one place. What passes one is a problem, a refusal or an incident that names the
 * limit; nothing hangs and nothing is cut short in silence.
 */
export const limits = {
  /** Sub-processes inside sub-processes in one diagram. */
  nesting: 50,
  /** XML elements inside XML elements: what the parser is trusted with. */
  xmlDepth: 200,
  /** Flow elements (events, activities, gateways, data objects, sequence flows) in one file. */
  elements: 5_000,
  /** XML elements of any kind in one file, pictures and labels included. */
  xmlElements: 100_000,
  /** Characters of one file. */
  xmlLength: 2_000_000,
  /** Micro-steps that one command may cause before the engine takes it for a loop without a wait. */
  stepsPerCommand: 10_000,
  /** Tokens and open activations in one case. */
  tokens: 20_000,
  /** Objects and lists inside one variable. */
  variableDepth: 64,
  /** Characters of one command's variables, counted as JSON text. */
  variablesLength: 1_000_000,
  /** Characters of one id or variable name. */
  nameLength: 255,
  /** Calls inside calls. */
  callDepth: 20,
} as const;

/** The number of the meaning under which this engine runs new cases. */
export const SEMANTICS = 1;
