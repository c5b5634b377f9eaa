import createClient from 'openapi-fetch';
import { errorFromBody, toApiError } from './errors.ts';
import type { paths } from './schema.gen.ts';

/** Longest wait for an answer; the server gives up after 60 s itself. */
const TIMEOUT_MS = 30_000;

/**
 * The typed client of the whole API, made from its OpenAPI document. Calls go through `call`, and pages use the
 * query hooks of their domain.
 */
export const api = createClient<paths>({
  fetch: (request) =>
    fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]) }),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for a call of `api` and returns its body. @throws ApiError always and only */
export async function call<T>(pending: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (thrown) {
    throw toApiError(thrown);
  }
  if (!answer.response.ok || answer.data === undefined || answer.data === null) {
    throw errorFromBody(answer.error, answer.response);
  }
  return answer.data;
}
