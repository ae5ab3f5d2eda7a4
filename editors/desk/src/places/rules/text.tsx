/** The official text, each sentence coloured by how it is accounted for. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { At } from "../../parts/decision";
import type { Overview, Sentence } from "./told";
import { listed } from "../../words";
import { say } from "./words";

interface Props {
  overview: Overview;
  chosen: number | null;
  choose: (number: number | null) => void;
  onPlace: (at: At) => void;
  onWrite: (one: Sentence) => void;
  onStatement: (one: Sentence) => void;
}

const TONES = { cited: "good", accounted: "duty", open: "open", heading: "heading", formal: "plain" } as const;

export function TextColumn({ overview, chosen, choose, onPlace, onWrite, onStatement }: Props) {
  const [openOnly, setOpenOnly] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-number="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const { text } = overview;
  if (text === null) return <p class="soft">{say("noText")}</p>;
  const shown = openOnly ? text.sentences.filter((one) => one.standing === "open" || one.unquoted.length > 0) : text.sentences;
  return (
    <>
      <ul class="figures">
        {text.figures.map((one) => (
          <li key={one.words} class={one.good === null ? undefined : one.good ? "good" : "open"}>
            {one.words} <strong>{one.value}</strong>
          </li>
        ))}
      </ul>
      <label class="only">
        <input type="checkbox" checked={openOnly} onChange={(event) => setOpenOnly(event.currentTarget.checked)} />
        {say("openOnly")}
      </label>
      {openOnly && shown.length === 0 && <p class="soft">{say("noneOpen")}</p>}
      <ol class="sentences" ref={list}>
        {shown.map((one, at) => (
          <SentenceLine
            key={one.number}
            sentence={one}
            opensClause={shown[at - 1]?.clause !== one.clause}
            chosen={one.number === chosen}
            choose={() => choose(one.number === chosen ? null : one.number)}
          >
            {one.number === chosen && (
              <div class="about">
                {one.unquoted.length > 0 && one.standing !== "open" && (
                  <p class="tone open">{say("unquoted", { words: listed(one.unquoted) })}</p>
                )}
                {one.rules.length > 0 && <p class="soft">{say("quotedBy")}</p>}
                <ul>
                  {one.rules.map((key) => {
                    const rule = text.rules[key];
                    if (!rule) return null;
                    return (
                      <li key={key}>
                        {rule.at ? (
                          <button type="button" class="link" onClick={() => rule.at && onPlace(rule.at)}>{rule.title}</button>
                        ) : (
                          rule.title
                        )}
                        {rule.because && <span class="soft"> {say("because", { why: rule.because })}</span>}
                        {rule.simplified && <span class="soft"> {say("simplified", { why: rule.simplified })}</span>}
                      </li>
                    );
                  })}
                </ul>
                {one.standing !== "heading" && (
                  <div class="row">
                    <button type="button" class="main" onClick={() => onWrite(one)}>{say("write")}</button>
                    <button type="button" onClick={() => onStatement(one)}>{say("notRule")}</button>
                  </div>
                )}
              </div>
            )}
          </SentenceLine>
        ))}
      </ol>
    </>
  );
}

interface LineProps {
  sentence: Sentence;
  opensClause: boolean;
  chosen: boolean;
  choose: () => void;
  children: preact.ComponentChildren;
}

function SentenceLine({ sentence, opensClause, chosen, choose, children }: LineProps) {
  const tone = TONES[sentence.standing];
  return (
    <li class={`sentence ${tone}${chosen ? " chosen" : ""}`} data-number={sentence.number}>
      {opensClause && sentence.standing !== "heading" && <span class="clause">{sentence.clause}</span>}
      <button type="button" class="words" aria-expanded={chosen} onClick={choose}>
        {sentence.stretches.map((stretch, at) => (stretch.rules.length > 0 ? <mark key={at}>{stretch.text}</mark> : <span key={at}>{stretch.text}</span>))}
        {sentence.standing !== "heading" && <span class={`tone ${tone}`}>{sentence.words}</span>}
      </button>
      {children}
    </li>
  );
}
