import { randomUUID } from 'node:crypto';
import { documentApi } from '../openapi.ts';
import type { Permission } from '../platform/tenancy/permissions.ts';

/** As much of JSON Schema as the routes use. */
export interface Schema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  default?: unknown;
}

export interface Operation {
  /** `GET /api/v1/clients/{clientId}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Names of the parameters in the path. */
  readonly params: readonly string[];
  readonly query: readonly { name: string; required: boolean; schema: Schema }[];
  readonly body: Schema | undefined;
  /** What the route needs: a permission, `person` (a signed-in one), or `open`; missing when it says nothing. */
  readonly needs: Permission | 'person' | 'open' | undefined;
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        'x-permission'?: string;
        parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
        requestBody?: { content: Record<string, { schema: Schema }> };
      }
    >
  >;
}

/** All routes of the OpenAPI document. */
export async function operations(): Promise<Operation[]> {
  const { paths } = (await documentApi()) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
      query: (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, required, schema }) => ({ name, required: required ?? false, schema })),
      body: operation.requestBody?.content['application/json']?.schema,
      needs: operation['x-permission'] as Operation['needs'],
    })),
  );
}

/** The path below /api/v1 with every parameter filled in; what is not given is an id that nothing has. */
export function fill(operation: Operation, values: Readonly<Record<string, string>>): string {
  return operation.path
    .replace('/api/v1', '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? randomUUID()));
}

/** The smallest value that the schema takes, as far as the schema says it; `pick` may choose better ones by name. */
export function example(
  schema: Schema,
  pick: (name: string) => unknown = () => undefined,
  name = '',
): unknown {
  const chosen = pick(name);
  if (chosen !== undefined) return chosen;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const variant = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (variant) return example(variant, pick, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, example(schema.properties?.[key] ?? {}, pick, key)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}, pick, name));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1);
    case 'null':
      return null;
    case 'string':
      return text(schema);
    default:
      return {};
  }
}

function text(schema: Schema): string {
  if (schema.format === 'uuid') return randomUUID();
  if (schema.format === 'date-time') return '2026-03-02T08:00:00.000Z';
  if (schema.format === 'date') return '2026-03-02';
  if (schema.format === 'email') return 'somebody@example.de';
  return 'x'.repeat(Math.max(schema.minLength ?? 1, 1));
}
