import { complete } from "../run/activity.ts";
import { fireBoundary } from "../run/catch.ts";
import { type Behaviour, elementAt } from "../run/run.ts";
import { subProcess } from "./sub-process.ts";

/**
 * Transaction: a sub-process that a cancel end event ends by undoing what had completed in it; the cancel boundary
 * event then goes on. An error that leaves it undoes nothing. (BPMN 10.3.5, 13.3.4)
 */
export const transaction: Behaviour = {
  ...subProcess,
  undone(run, element, live) {
    const boundary = element.boundary
      .map((index) => elementAt(run, index))
      .find(({ triggers }) => triggers.some(({ kind }) => kind === "cancel"));
    if (boundary === undefined) complete(run, element, live);
    else fireBoundary(run, boundary, live, null);
  },
};
