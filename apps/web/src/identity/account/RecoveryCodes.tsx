import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { saveFile } from '../../ui/table/csv.ts';
import { useCopy } from '../../ui/useCopy.ts';
import { useSession } from '../session.ts';
import classes from './Account.module.css';

/** Codes that are shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const { copied, copy } = useCopy();
  const text = codes.join('\n');
  return (
    <Notice state="warning" role="status" title={t('identity.recovery.title')}>
      <p>{t('identity.recovery.text')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={layout.row}>
        <Button size="xs" variant="default" onClick={() => copy(text)}>
          {copied ? t('ui.copy.done') : t('ui.copy.action')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            saveFile('rettungsanker-codes.txt', 'text/plain', `Rettungsanker, ${person.email}\n${text}\n`)
          }
        >
          {t('identity.recovery.save')}
        </Button>
        <Button size="xs" onClick={onDone}>
          {t('identity.recovery.kept')}
        </Button>
      </div>
    </Notice>
  );
}
