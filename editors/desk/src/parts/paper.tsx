/** A finished document, such as an opinion, as it will be printed.
 *
 * It stands in a frame of its own where no script runs. The frame has the rules of this page, which
 * allow no styles within a text: they are handed over as style sheets, and set by name. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  html: string;
  title: string;
  /** The frame, for whoever prints it. */
  frame?: RefObject<HTMLIFrameElement>;
}

const STYLES = /<style>([^]*?)<\/style>/g;
const EMPTY = "<!doctype html><html><head></head><body></body></html>";

export function Paper({ html, title, frame }: Props) {
  const own = useRef<HTMLIFrameElement>(null);
  const place = frame ?? own;
  const fill = () => {
    if (place.current) lay(html, place.current);
  };
  useEffect(fill, [html]);
  return <iframe ref={place} class="paper" title={title} sandbox="allow-same-origin allow-modals" srcDoc={EMPTY} onLoad={fill} />;
}

function lay(html: string, frame: HTMLIFrameElement): void {
  const place = frame.contentDocument;
  const within = frame.contentWindow as (Window & typeof globalThis) | null;
  // Until the frame is loaded, which is told, there is nothing in it to lay a document on.
  if (!place?.body || !within) return;
  const sheets = [...html.matchAll(STYLES)].map(([, text]) => {
    const sheet = new within.CSSStyleSheet();
    sheet.replaceSync(text ?? "");
    return sheet;
  });
  const bare = html.replace(STYLES, "").replace(/(<[^<>]*) style="/g, '$1 data-style="');
  const read = new DOMParser().parseFromString(bare, "text/html");
  place.documentElement.lang = read.documentElement.lang;
  place.title = read.title;
  place.adoptedStyleSheets = sheets;
  place.body.replaceChildren(...[...read.body.childNodes].map((node) => place.importNode(node, true)));
  for (const styled of place.querySelectorAll<HTMLElement>("[data-style]")) {
    styled.style.cssText = styled.dataset.style ?? "";
  }
}
