import { Autocomplete, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useField } from './FormContext.tsx';
import type { Field } from './field.ts';
import { LONG, measureOf } from './fields.ts';
import { MeasureInput } from './MeasureInput.tsx';
import { SecretInput } from './SecretInput.tsx';

interface Props {
  field: Field;
  /** Its own name, without where it stands. */
  name: string;
  path: string;
}

/** One value, with the control that suits its type. */
export function Input({ field, name, path }: Props) {
  const { said, value, set, error, node, suggestions, choices } = useField(path);
  const shared = {
    label: said.label,
    ...(said.help ? { description: said.help } : {}),
    required: field.required,
    error,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
    ...node,
  };
  const typed = ({ currentTarget }: { currentTarget: { value: string } }) => set(currentTarget.value);
  if (choices && field.type === 'texts')
    return (
      <MultiSelect
        {...shared}
        data={[...choices]}
        value={value as string[]}
        onChange={set}
        searchable
        limit={50}
        hidePickedOptions
      />
    );
  if (choices)
    return (
      <Select
        {...shared}
        data={[...choices]}
        value={value === '' ? null : String(value)}
        onChange={(next) => set(next ?? '')}
        searchable
        limit={100}
        clearable={!field.required}
      />
    );
  switch (field.type) {
    case 'switch':
      return (
        <Switch
          label={said.label}
          {...(said.help ? { description: said.help } : {})}
          checked={value === true}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
          error={error}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={field.options.map((option) => ({
            value: String(option),
            label: said.choices?.[option] ?? String(option),
          }))}
          value={value === '' ? null : String(value)}
          onChange={(next) => set(next ?? '')}
          allowDeselect={false}
          clearable={!field.required && field.default === undefined}
        />
      );
    case 'number': {
      const measure = measureOf(name, field);
      const number = typeof value === 'number' ? value : ('' as const);
      if (measure) return <MeasureInput {...shared} measure={measure} value={number} onChange={set} />;
      return (
        <NumberInput
          {...shared}
          value={number}
          onChange={(next) => set(typeof next === 'number' ? next : '')}
          allowDecimal={!field.integer}
          hideControls
        />
      );
    }
    case 'texts':
      return (
        <Textarea
          {...shared}
          rows={3}
          value={(value as string[]).join('\n')}
          onChange={({ currentTarget }) =>
            set(currentTarget.value === '' ? [] : currentTarget.value.split('\n'))
          }
          spellCheck={false}
        />
      );
    case 'text':
      if (field.secret)
        return (
          <SecretInput
            label={said.label}
            description={said.help}
            required={field.required}
            error={error}
            node={node}
            long={LONG.has(name)}
            value={String(value)}
            onChange={set}
          />
        );
      if (LONG.has(name))
        return <Textarea {...shared} rows={4} value={String(value)} onChange={typed} spellCheck={false} />;
      if (suggestions.length > 0)
        return (
          <Autocomplete {...shared} data={[...suggestions]} limit={50} value={String(value)} onChange={set} />
        );
      return <TextInput {...shared} value={String(value)} onChange={typed} {...PLAIN} />;
    case 'scalar':
      return <TextInput {...shared} value={String(value)} onChange={typed} {...PLAIN} />;
    default:
      return null;
  }
}

/** Technical words, which a keyboard must not improve. */
const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;
