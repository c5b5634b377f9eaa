import { Button, Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconTrash } from '../../ui/icons.ts';
import { useCheckForm, useField } from './FormContext.tsx';
import { type Field, isOptionalGroup, type ObjectField, type UnionField } from './field.ts';
import { LONG, orderOf } from './fields.ts';
import { Input } from './Input.tsx';
import classes from './Settings.module.css';
import { type FormValue, record, shownValue, switchVariant } from './values.ts';

/** The settings of a kind: what is essential, and the rest folded. */
export function Settings({ field, moreOpen }: { field: ObjectField | UnionField; moreOpen: boolean }) {
  const { t } = useTranslation();
  const { kind } = useCheckForm();
  if (field.type === 'union') return <UnionFields field={field} path="" />;
  const { shown, more } = orderOf(kind, field.fields);
  return (
    <>
      {shown.length > 0 && <FieldList fields={field.fields} names={shown} path="" />}
      {more.length > 0 && (
        <details className={classes.more} open={moreOpen || shown.length === 0 || undefined}>
          <summary>{t('checks.more')}</summary>
          <FieldList fields={field.fields} names={more} path="" />
        </details>
      )}
    </>
  );
}

interface ListProps {
  /** A control before them, in the same row. */
  children?: ReactNode;
  fields: Record<string, Field>;
  names?: readonly string[];
  path: string;
}

function FieldList({ fields, names = Object.keys(fields), path, children }: ListProps) {
  return (
    <div className={classes.fields}>
      {children}
      {names.map((name) => (
        <FieldInput key={name} field={fields[name]!} name={name} path={path ? `${path}.${name}` : name} />
      ))}
    </div>
  );
}

interface Props {
  field: Field;
  /** Its own name, without where it stands. */
  name: string;
  path: string;
}

/** Short fields that may share a line. */
const isNarrow = (field: Field, name: string): boolean =>
  field.type === 'number' ||
  field.type === 'choice' ||
  (field.type === 'text' && field.secret && !LONG.has(name)) ||
  SHORT.has(name);
const SHORT: ReadonlySet<string> = new Set(['host', 'user', 'context', 'name', 'timeZone', 'expression']);

/** One setting, as its schema says. */
function FieldInput({ field, name, path }: Props) {
  switch (field.type) {
    case 'object':
      return <GroupFields field={field} path={path} />;
    case 'union':
      return (
        <fieldset className={classes.group}>
          <UnionFields field={field} path={path} />
        </fieldset>
      );
    case 'list':
      return <ListFields field={field} path={path} />;
    default:
      return (
        <div className={isNarrow(field, name) ? undefined : classes.wide}>
          <Input field={field} name={name} path={path} />
        </div>
      );
  }
}

/** Fields that belong together; one that can be left out has a switch. */
function GroupFields({ field, path }: { field: ObjectField; path: string }) {
  const { said, value, set } = useField(path);
  if (!isOptionalGroup(field))
    return (
      <fieldset className={classes.group}>
        <legend>{said.label}</legend>
        <FieldList fields={field.fields} path={path} />
      </fieldset>
    );
  return (
    <fieldset className={classes.group}>
      <Switch
        label={said.label}
        {...(said.help ? { description: said.help } : {})}
        checked={value !== null && value !== undefined}
        onChange={({ currentTarget }) => set(currentTarget.checked ? shownValue(field, {}) : null)}
      />
      {value !== null && value !== undefined && <FieldList fields={field.fields} path={path} />}
    </fieldset>
  );
}

/** One of several variants with its fields. */
function UnionFields({ field, path }: { field: UnionField; path: string }) {
  const by = path ? `${path}.${field.by}` : field.by;
  const { form } = useCheckForm();
  const { said, value } = useField(by);
  const place = path ? `config.${path}` : 'config';
  const whole = path ? at(form.getValues().config, path) : form.getValues().config;
  const variant = field.variants[String(value)];
  return (
    <FieldList fields={variant?.fields ?? {}} path={path}>
      <Select
        label={said.label}
        {...(said.help ? { description: said.help } : {})}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={Object.keys(field.variants).map((each) => ({
          value: each,
          label: said.choices?.[each] ?? each,
        }))}
        allowDeselect={false}
        value={String(value)}
        onChange={(next) => next && form.setFieldValue(place, switchVariant(field, whole, next) as never)}
      />
    </FieldList>
  );
}

/** Any number of entries, each with its fields. */
function ListFields({ field, path }: { field: Extract<Field, { type: 'list' }>; path: string }) {
  const { t } = useTranslation();
  const { said, value, set, error } = useField(path);
  const entries = (value ?? []) as FormValue[];
  return (
    <fieldset className={classes.group}>
      <legend>{said.label}</legend>
      {entries.map((entry, index) => (
        // Entries have no identity of their own; all of them are controlled.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset className={classes.entry} key={index}>
          <legend>{t('checks.entry', { number: index + 1 })}</legend>
          <FieldList fields={field.item.fields} path={`${path}.${index}`} />
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={14} stroke={1.75} />}
              onClick={() => set(entries.filter((each) => each !== entry))}
            >
              {t('checks.removeEntry', { number: index + 1 })}
            </Button>
          </div>
        </fieldset>
      ))}
      {error && <p className={classes.error}>{error}</p>}
      {(field.most === undefined || entries.length < field.most) && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.75} />}
            onClick={() => set([...entries, shownValue(field.item, {})])}
          >
            {t('checks.addEntry', { label: said.label })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

const at = (value: unknown, path: string): FormValue =>
  path.split('.').reduce<unknown>((inner, name) => record(inner)[name], value) as FormValue;
