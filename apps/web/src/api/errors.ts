/** The server did not answer: no network, a proxy's own page, or a timeout. */
export const UNREACHABLE = 'RA_WEB_UNREACHABLE';

export interface FieldProblem {
  /** Name of the form's field, dotted: `email`, `check.url`. */
  field: string;
  problem: string;
}

/** Every failed call ends in this. `code` is stable and put into words under its own name. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly requestId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    message: string,
    requestId?: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.details = details;
  }

  /** Seconds after which a repetition makes sense, when the server says so. */
  get retryAfterSeconds(): number | undefined {
    const seconds = this.details.retryAfterSeconds;
    return typeof seconds === 'number' ? seconds : undefined;
  }

  /** Fields the server objects to (`details.fields` of RA_BAD_REQUEST). */
  get fields(): FieldProblem[] {
    const { fields } = this.details;
    if (!Array.isArray(fields)) return [];
    return fields.flatMap((entry: unknown) => {
      if (!isRecord(entry) || typeof entry.path !== 'string') return [];
      const field = entry.path.split('/').filter(Boolean).join('.');
      return [{ field, problem: typeof entry.problem === 'string' ? entry.problem : '' }];
    });
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Reads an error body `{ error: { code, message, details, requestId } }`; anything else is a foreign answer. */
export function errorFromBody(body: unknown, response: { status: number; headers: Headers }): ApiError {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const requestId = response.headers.get('x-request-id') ?? undefined;
  if (typeof error.code !== 'string') {
    const code = response.status >= 500 ? UNREACHABLE : 'RA_WEB_UNEXPECTED';
    return new ApiError(code, response.status, `status ${response.status}`, requestId);
  }
  return new ApiError(
    error.code,
    response.status,
    String(error.message ?? ''),
    typeof error.requestId === 'string' ? error.requestId : requestId,
    isRecord(error.details) ? error.details : {},
  );
}

/** Turns whatever was thrown into an ApiError, so that pages know one kind of error only. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // fetch rejects with a TypeError without a network and with these two names on time-out and abort.
  const noAnswer =
    thrown instanceof TypeError ||
    // Vite rejects with a plain Error when the styles of a page could not be fetched.
    message.startsWith('Unable to preload CSS') ||
    (thrown instanceof DOMException && ['TimeoutError', 'AbortError'].includes(thrown.name));
  return new ApiError(noAnswer ? UNREACHABLE : 'RA_WEB_UNEXPECTED', 0, message);
}
