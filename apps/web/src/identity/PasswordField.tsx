import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** ASVS 6.2.1: at least this many characters; how good it is, the server judges. */
export const SHORTEST_PASSWORD = 12;

interface Props extends Omit<PasswordInputProps, 'autoComplete'> {
  /** New passwords get the rule and a suggestion of the browser's keeper. */
  kind: 'current' | 'new';
}

/** A password with a button to show it; pasting and password managers work (ASVS 6.2.6, 6.2.7). */
export function PasswordField({ kind, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      required
      autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
      {...(kind === 'new' ? { description: t('identity.password.rule', { count: SHORTEST_PASSWORD }) } : {})}
      visibilityToggleButtonProps={{ 'aria-label': t('identity.password.show') }}
      {...props}
    />
  );
}
