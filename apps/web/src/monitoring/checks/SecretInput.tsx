import { Button, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';

interface Props {
  label: string;
  description: string | undefined;
  required: boolean;
  /** Keys are longer than a line. */
  long: boolean;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** How the form finds the control. */
  node: { 'data-path'?: string };
}

/** A secret; one that is kept is never shown, only replaced. */
export function SecretInput({ long, value, onChange, description, node, ...input }: Props) {
  const { t } = useTranslation();
  // What the server says instead of a secret; sent back it means "as it was".
  const [mask] = useState(() => (/^•+$/.test(value) ? value : undefined));
  const hidden = mask !== undefined && value === mask;
  if (hidden)
    return (
      <TextInput
        {...input}
        readOnly
        value={t('checks.secret.kept')}
        description={t('checks.secret.keptHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rightSectionWidth={100}
        rightSection={
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('checks.secret.replaceOf', { label: input.label })}
            onClick={() => onChange('')}
          >
            {t('checks.secret.replace')}
          </Button>
        }
      />
    );
  const shared = {
    ...input,
    ...node,
    ...(input.error ? { 'aria-invalid': true } : {}),
    ...(description ? { description } : {}),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as const,
    value,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
    // It belongs to a machine and not to the person's own keeper.
    autoComplete: 'off',
  };
  return (
    <div className={layout.tight}>
      {long ? (
        <Textarea {...shared} inputWrapperOrder={[...shared.inputWrapperOrder]} rows={4} spellCheck={false} />
      ) : (
        <PasswordInput
          {...shared}
          inputWrapperOrder={[...shared.inputWrapperOrder]}
          visibilityToggleButtonProps={{ 'aria-label': t('checks.secret.show', { label: input.label }) }}
        />
      )}
      {mask !== undefined && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => onChange(mask)}>
            {t('checks.secret.keep')}
          </Button>
        </div>
      )}
    </div>
  );
}
