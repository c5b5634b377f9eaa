import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../ui/Kbd.tsx';
import { currentShortcuts, letterKeys } from '../ui/shortcuts.ts';
import { useStored } from '../ui/stored.ts';
import classes from './KeyHelp.module.css';

/** All keys of the page that is open, and the switch for those without a modifier. */
export function KeyHelpOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const enabled = useStored(letterKeys);
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t('app.keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <dl className={classes.keys}>
        <div>
          <dt>
            <Kbd keys={t('app.keys.paletteKeys')} />
          </dt>
          <dd>{t('app.keys.palette')}</dd>
        </div>
        {open &&
          currentShortcuts().map(({ keys, label }) => (
            <div key={keys}>
              <dt>
                <Kbd keys={keys} />
              </dt>
              <dd>{t(label)}</dd>
            </div>
          ))}
      </dl>
      <Switch
        mt="lg"
        checked={enabled}
        onChange={(event) => letterKeys.set(event.currentTarget.checked)}
        label={t('app.keys.enabled')}
        description={t('app.keys.enabledHelp')}
      />
    </Modal>
  );
}
