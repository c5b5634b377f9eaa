/** The settings of a kind of check, read from the JSON Schema that the server hands out. */

interface Common {
  required: boolean;
  /** What the server takes when nothing is given. */
  default: unknown;
}
interface TextField extends Common {
  type: 'text';
  /** Never shown again; what is kept arrives as a mask. */
  secret: boolean;
  pattern: RegExp | undefined;
  shortest: number;
  longest: number | undefined;
}
interface NumberField extends Common {
  type: 'number';
  integer: boolean;
  least: number | undefined;
  most: number | undefined;
}
interface ChoiceField extends Common {
  type: 'choice';
  options: (string | number)[];
}
interface SwitchField extends Common {
  type: 'switch';
}
/** A number, true, false, null or a text. */
interface ScalarField extends Common {
  type: 'scalar';
}
interface TextsField extends Common {
  type: 'texts';
  most: number | undefined;
}
interface ListField extends Common {
  type: 'list';
  item: ObjectField;
  most: number | undefined;
}
export interface ObjectField extends Common {
  type: 'object';
  fields: Record<string, Field>;
}
export interface UnionField extends Common {
  type: 'union';
  /** The field that says which variant it is. */
  by: string;
  variants: Record<string, ObjectField>;
}
export type Field =
  | TextField
  | NumberField
  | ChoiceField
  | SwitchField
  | ScalarField
  | TextsField
  | ListField
  | ObjectField
  | UnionField;

/** As much of JSON Schema as the server's settings use. */
interface Schema {
  type?: string;
  const?: unknown;
  enum?: string[];
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  writeOnly?: boolean;
}

/** @throws Error for a schema that no form can show: the tests read those of all kinds */
export function readSettings(schema: Record<string, unknown>): ObjectField | UnionField {
  const field = read(schema as Schema, true);
  if (field.type !== 'object' && field.type !== 'union') throw new Error(`settings are a ${field.type}`);
  return field;
}

function read(schema: Schema, required: boolean): Field {
  const common: Common = { required, default: schema.default };
  if (schema.oneOf) return { type: 'union', ...common, ...readVariants(schema.oneOf) };
  if (schema.anyOf) {
    const constants = schema.anyOf.map((each) => each.const);
    return constants.every((each) => typeof each === 'number' || typeof each === 'string')
      ? { type: 'choice', ...common, options: constants }
      : { type: 'scalar', ...common };
  }
  if (schema.enum) return { type: 'choice', ...common, options: schema.enum };
  switch (schema.type) {
    case 'boolean':
      return { type: 'switch', ...common };
    case 'integer':
    case 'number':
      return {
        type: 'number',
        ...common,
        integer: schema.type === 'integer',
        least: schema.minimum,
        most: schema.maximum,
      };
    case 'string':
      return {
        type: 'text',
        ...common,
        secret: schema.writeOnly ?? false,
        pattern: schema.pattern === undefined ? undefined : new RegExp(schema.pattern),
        shortest: schema.minLength ?? 0,
        longest: schema.maxLength,
      };
    case 'array': {
      if (schema.items?.type === 'string') return { type: 'texts', ...common, most: schema.maxItems };
      return { type: 'list', ...common, item: readObject(schema.items ?? {}), most: schema.maxItems };
    }
    case 'object':
      return { ...readObject(schema), ...common };
    default:
      throw new Error(`no field for ${JSON.stringify(schema)}`);
  }
}

function readObject({ properties = {}, required = [] }: Schema, without?: string): ObjectField {
  const fields = Object.entries(properties)
    .filter(([name]) => name !== without)
    .map(([name, each]) => [name, read(each, required.includes(name))] as const);
  return { type: 'object', required: true, default: undefined, fields: Object.fromEntries(fields) };
}

function readVariants(options: Schema[]): Pick<UnionField, 'by' | 'variants'> {
  const by = Object.entries(options[0]?.properties ?? {}).find(([, each]) => each.const !== undefined)?.[0];
  if (by === undefined) throw new Error('the variants have nothing that tells them apart');
  const variants = options.map(
    (option) => [String(option.properties?.[by]?.const), readObject(option, by)] as const,
  );
  return { by, variants: Object.fromEntries(variants) };
}

/** A group that can be left out as a whole. */
export const isOptionalGroup = (field: Field): boolean =>
  field.type === 'object' && !field.required && field.default === undefined;
