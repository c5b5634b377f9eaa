import type { paths } from './schema.gen.ts';

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;
type Operation<P extends keyof paths, M extends string> = M extends keyof paths[P]
  ? NonNullable<paths[P][M]>
  : never;

/** What the server answers to a successful call: `Answer<'/api/v1/alerts'>`. */
export type Answer<P extends keyof paths, M extends 'get' | 'post' | 'put' | 'patch' = 'get'> =
  Operation<P, M> extends { responses: infer R }
    ? Json<200 extends keyof R ? R[200] : 201 extends keyof R ? R[201] : never>
    : never;

/** One row of a list. */
export type Item<P extends keyof paths> = Answer<P> extends { items: readonly (infer T)[] } ? T : never;

/** What a call takes as body. */
export type Body<P extends keyof paths, M extends 'post' | 'put' | 'patch'> =
  Operation<P, M> extends { requestBody?: infer R } ? Json<NonNullable<R>> : never;

/** What a call takes after the question mark. */
export type Query<P extends keyof paths> =
  Operation<P, 'get'> extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
