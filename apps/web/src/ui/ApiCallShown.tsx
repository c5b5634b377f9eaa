import { Anchor, Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ApiCallShown.module.css';
import { CopyCommand } from './CopyCommand.tsx';
import { IconCode } from './icons.ts';

interface Props {
  /** Path below the origin: `/api/v1/clients/…/assets/…`. */
  path: string;
}

/** Shows how a program asks for the same object. The key stays a variable, so that none ends up in a shell's history. */
export function ApiCallShown({ path }: Props) {
  const { t } = useTranslation();
  const command = `curl --header "Authorization: Bearer $RA_API_KEY" \\\n  '${location.origin}${path}'`;
  return (
    <Popover position="bottom-end" shadow="md" width="min(520px, 94vw)" trapFocus returnFocus>
      <Popover.Target>
        <Anchor component="button" type="button" className={classes.trigger}>
          <IconCode size={14} stroke={1.75} />
          {t('ui.api.show')}
        </Anchor>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('ui.api.show')}>
        <p className={classes.text}>{t('ui.api.text')}</p>
        <CopyCommand command={command} label={t('ui.api.command')} />
      </Popover.Dropdown>
    </Popover>
  );
}
