// Follows what takes long, until it is done or has failed.

import { ask } from "./ask.js";

const EACH_MS = 300;

/** Asks how far a job is again and again; gives back the last news, or null where nobody answers. */
export async function follow(job, shown) {
  for (;;) {
    const news = await ask("job", "", { job });
    if (!news || ["ready", "failed"].includes(news.state)) return news;
    shown(news);
    await new Promise((resolve) => setTimeout(resolve, EACH_MS));
  }
}

/** Why a job has failed, in a sentence. */
export const reason = (news, otherwise) =>
  [news?.message || otherwise, news?.remedy].filter(Boolean).join(" ");
