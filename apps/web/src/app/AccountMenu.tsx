import { Menu, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../i18n/language.ts';
import { changeProfile } from '../identity/preferences.ts';
import { signOut, useSession } from '../identity/session.ts';
import { IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from '../ui/icons.ts';
import { useUndo } from '../ui/useUndo.tsx';
import classes from './AccountMenu.module.css';

/** Who is signed in, and what belongs to the person and not to the work. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { person } = useSession();
  const { showError } = useUndo();
  const scheme = useMantineColorScheme();
  const dark = scheme.colorScheme === 'dark';
  const otherLocale = currentLocale() === 'de' ? 'en' : 'de';

  const leave = () => {
    signOut().catch(showError);
  };
  return (
    <Menu width={240}>
      <Menu.Target>
        <button
          type="button"
          className={classes.trigger}
          aria-label={t('app.account.open', { name: person.name })}
        >
          {/* Drawn by the style: a name of two letters would contradict the label. */}
          <span className={classes.initials} data-initials={initials(person.name)} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{person.name}</strong>
          <span>{person.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} stroke={1.75} />}>
          {t('app.account.mine')}
        </Menu.Item>
        <Menu.Item
          leftSection={dark ? <IconSun size={16} stroke={1.75} /> : <IconMoon size={16} stroke={1.75} />}
          onClick={() => {
            const theme = dark ? 'light' : 'dark';
            scheme.setColorScheme(theme);
            void changeProfile({ theme }).catch(showError);
          }}
        >
          {dark ? t('app.account.light') : t('app.account.dark')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLanguage size={16} stroke={1.75} />}
          lang={otherLocale}
          onClick={() => void changeProfile({ locale: otherLocale }).catch(showError)}
        >
          {otherLocale === 'de' ? 'Deutsch' : 'English'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} />} onClick={leave}>
          {t('app.account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}
