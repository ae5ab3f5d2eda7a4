/** That what is shown was made of other texts than those of now, or of a policy that is gone. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Desk } from "../connection";
import { told } from "../notices";
import { words } from "../words";

const say = words({
  changed: [
    "政策“{policy}”在此之后已有改动：以下结果是按改动前的文稿（校验码 {digest}）得出的。",
    "The policy “{policy}” was changed since: these results are of the texts before (checksum {digest}).",
  ],
  gone: [
    "现在已不能按政策“{policy}”重新得出：{why}。以下结果是按原来的文稿（校验码 {digest}）得出的。",
    "The policy “{policy}” cannot be asked any more: {why}. These results are of the texts before (checksum {digest}).",
  ],
});

/** How often it is looked at, in milliseconds. */
const LOOK = 4000;

/** By which text of a policy something was made. */
export interface Made {
  policy: string;
  /** The version, where it is not the texts of now. */
  at?: string;
  digest: string;
}

interface Standing {
  now: string | null;
  why: string | null;
}

interface Props {
  desk: Desk;
  made: readonly Made[];
  /** What is offered where all of it can be made anew. */
  children?: ComponentChildren;
}

/** A hash of git names a text for ever. */
const isFixed = ({ at = "now" }: Made) => at !== "now" && at !== "saved";

export function StandingNote({ desk, made, children }: Props) {
  const [found, setFound] = useState<ReadonlyMap<string, Standing>>(new Map());
  const key = JSON.stringify(made);
  useEffect(() => {
    let wanted = true;
    const look = async () => {
      if (desk.lost.value || document.hidden) return;
      for (const one of made.filter((each) => !isFixed(each))) {
        const asked = { policy: one.policy, at: one.at ?? "now" };
        const standing = await desk.request<Standing>("desk/standing", asked, { quietly: true });
        if (!wanted) return;
        setFound((before) => new Map(before).set(JSON.stringify(one), standing));
      }
    };
    const looking = () => void look().catch((error) => wanted && told(error));
    setFound(new Map());
    looking();
    const timer = setInterval(looking, LOOK);
    addEventListener("focus", looking);
    return () => {
      wanted = false;
      clearInterval(timer);
      removeEventListener("focus", looking);
    };
  }, [desk, key, desk.lost.value]);
  const others = made.flatMap((one) => {
    const standing = found.get(JSON.stringify(one));
    return standing && standing.now !== one.digest ? [{ one, standing }] : [];
  });
  if (others.length === 0) return null;
  return (
    <div class="banner doubtful" role="alert">
      {others.map(({ one, standing }) => {
        const why = standing.why?.replace(/[。.]$/, "") ?? "";
        const filled = { policy: one.policy.replace("bundled:", ""), digest: one.digest.slice(0, 12), why };
        return <p key={JSON.stringify(one)}>{say(standing.now === null ? "gone" : "changed", filled)}</p>;
      })}
      {others.every(({ standing }) => standing.now !== null) && children}
    </div>
  );
}
