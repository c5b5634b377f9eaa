import { ApiError, toApiError } from '../api/errors.ts';

/** When this tab was last loaded anew because code was missing, in ms. */
const RELOADED_AT = 'ra-reloaded-at';
/** A console that is broken on the server must not reload for ever. */
const NOT_AGAIN_MS = 60_000;
const AGAIN_MS = 3_000;

/**
 * Loads code that a page needs. Two things come in between while a tab is open: the server has a new version, whose
 * files have other names, or it is away for a moment, and browsers remember that a module could not be fetched. Only
 * loading the console anew helps against both, once the server answers; the address and drafts keep what was done.
 *
 * @throws ApiError RA_WEB_UNREACHABLE while the server does not answer. In its own words: the router knows those of
 *   the browser and would reload into the browser's error page.
 */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (thrown) {
    if (await serverAnswers()) {
      const last = Number(sessionStorage.getItem(RELOADED_AT));
      if (Date.now() - last > NOT_AGAIN_MS) {
        sessionStorage.setItem(RELOADED_AT, String(Date.now()));
        location.reload();
        return new Promise(() => undefined);
      }
    }
    throw new ApiError(toApiError(thrown).code, 0, 'The code of a page could not be loaded.');
  }
}

/** As `loadCode`, for parts that a page can do without: tries until it works, and never fails. */
export async function loadCodeSomeTime<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await loadCode(load);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

export const serverAnswers = (): Promise<boolean> =>
  fetch('/healthz', { cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  );
