/** How much of a process's behaviour is looked at before the check says that it has not seen all of it. */
export const checkLimits = {
  /** Markings. */
  states: 50_000,
  /** Markings, once two tokens were seen on one flow. */
  statesOnceUnsafe: 5_000,
  /** Markings ahead of one case, when it is asked whether it could come to a stop. */
  statesAhead: 1_000,
  /** Tokens on one flow, beside those that its target asks for; a process that piles up more is followed no further there. */
  tokensPerFlow: 2,
  /** Ways in which the conditions of one step can turn out. */
  waysPerStep: 256,
  /** Markings looked at without reduction, to shorten the runs that are shown. */
  shorteningStates: 1_000,
} as const;

/** When everything happens that is looked at: any instant will do that lies near the dates written in diagrams. */
export const checkedAtMs = 1_767_225_600_000;
