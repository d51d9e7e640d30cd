/**
 * The JSON editor: CodeMirror with colours from our tokens, error markers at line and column, and completion.
 * Its styles carry the page's nonce; Tab moves on, so that the keyboard is never caught.
 */
import {
  autocompletion,
  type CompletionSource,
  closeBrackets,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../ui/index.ts";
import { words } from "../words.ts";

export interface JsonProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface GoTo {
  readonly line: number;
  readonly column: number;
  /** Counts requests, so that going to the same place again goes again. */
  readonly turn: number;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--c-key)" },
  { tag: tags.string, color: "var(--c-str)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--c-num)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--c-punct)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", height: "100%", fontSize: "var(--t-1)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "20px", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--ink)", wordSpacing: "0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--accent-soft) 55%, transparent)",
  },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-line) !important",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r-2)",
    boxShadow: "var(--shadow-2)",
  },
  ".cm-tooltip-autocomplete ul li": { padding: "4px 8px", fontFamily: "var(--font-code)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--ink)",
  },
  ".cm-completionInfo": { padding: "8px 12px", maxWidth: "320px", fontFamily: "var(--font)" },
  ".cm-diagnostic": { fontFamily: "var(--font)", padding: "6px 10px", borderLeftWidth: "4px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--late)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--late)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn)",
    textUnderlineOffset: "3px",
  },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", border: "none", color: "var(--ink-2)" },
});

/**
 * Text put over several lines is placed by us. The browser would do it too, but keeps the look of what it
 * replaces as inline styles, which the policy refuses and reports.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { main } = view.state.selection;
    const severalLines = view.state.doc.lineAt(main.from).to < main.to;
    if (event.inputType !== "insertText" || event.data === null || !severalLines || view.composing)
      return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

export function JsonEditor({
  value,
  current,
  readOnly,
  problems,
  completion,
  goTo,
  onChange,
  onRun,
}: {
  readonly value: string;
  /** The value at this moment: a render may be late, and what was typed since must stay. */
  readonly current: () => string;
  readonly readOnly: boolean;
  readonly problems: readonly JsonProblem[];
  readonly completion: CompletionSource | null;
  readonly goTo: GoTo | null;
  readonly onChange: (text: string) => void;
  /** Ctrl+Enter. */
  readonly onRun: () => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const offers = useRef(new Compartment());
  const latest = useRef({ onChange, onRun });
  latest.current = { onChange, onRun };

  useEffect(() => {
    if (holder.current === null) return;
    const made = new EditorView({
      parent: holder.current,
      doc: value,
      extensions: [
        basics(readOnly),
        offers.current.of(completion === null ? [] : offering(completion)),
        Prec.highest(
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onRun();
                return true;
              },
            },
          ]),
        ),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [readOnly, language.value]);
  useEffect(() => {
    const at = view.current;
    const now = current();
    if (at === null || at.state.doc.toString() === now) return;
    at.dispatch({ changes: { from: 0, to: at.state.doc.length, insert: now } });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({
      effects: offers.current.reconfigure(completion === null ? [] : offering(completion)),
    });
  }, [completion]);
  useEffect(() => {
    const at = view.current;
    if (at === null) return;
    at.dispatch(
      setDiagnostics(
        at.state,
        problems.map((problem) => diagnosticOf(at.state, problem)),
      ),
    );
  }, [problems]);
  useEffect(() => {
    const at = view.current;
    if (at === null || goTo === null) return;
    const position = positionOf(at.state, goTo.line, goTo.column);
    at.dispatch({
      selection: { anchor: position },
      effects: EditorView.scrollIntoView(position, { y: "center" }),
    });
    at.focus();
  }, [goTo]);
  return <div class="json-editor" ref={holder} />;
}

function basics(readOnly: boolean) {
  const said = words();
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
  return [
    nonce === "" ? [] : EditorView.cspNonce.of(nonce),
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    json(),
    replacing,
    syntaxHighlighting(colours),
    look,
    EditorState.tabSize.of(2),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({ "aria-label": said.rules.editor, tabindex: "0" }),
    EditorState.phrases.of(said.editorPhrases),
    keymap.of([...completionKeymap, ...lintKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}

const offering = (source: CompletionSource) =>
  autocompletion({ override: [source], icons: false, activateOnTyping: true });

function diagnosticOf(state: EditorState, problem: JsonProblem): Diagnostic {
  const from = positionOf(state, problem.line, problem.column);
  const line = state.doc.lineAt(from);
  const rest = state.sliceDoc(from, line.to);
  const token = /^("(?:[^"\\]|\\.)*"|[\w.+-]+|.)/.exec(rest)?.[0] ?? "";
  return {
    from,
    to: Math.min(line.to, from + token.length),
    severity: problem.severity,
    message: problem.message,
  };
}

function positionOf(state: EditorState, line: number, column: number): number {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  return Math.min(at.to, at.from + Math.max(0, column - 1));
}
