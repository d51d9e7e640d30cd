/**
 * One key for one act: kept while the same content is sent again after silence, changed with the content and
 * after every answer, for a refusal is an answer and what follows it is another act.
 */
import { useRef } from "preact/hooks";
import { api, newKey, type Result } from "../ui/index.ts";

export function useAct<T>(): (path: string, body: object) => Promise<Result<T>> {
  const acting = useRef({ said: "", key: newKey() });
  return async (path, body) => {
    const said = path + JSON.stringify(body);
    if (acting.current.said !== said) acting.current = { said, key: newKey() };
    const answer = await api.post<T>(path, body, { key: acting.current.key });
    if (answer.ok || answer.failure.kind === "problem") acting.current = { said: "", key: newKey() };
    return answer;
  };
}
