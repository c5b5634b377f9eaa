import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import layout from '../../ui/Layout.module.css';
import { LocalAddressNotice } from '../../ui/LocalAddressNotice.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import type { Link } from './queries.ts';

/** A link that opens an account, shown this once. */
export function LinkDialog({ link, close }: { link: Link; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={t('identity.link.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className={layout.tight}>
        <p>{t('identity.link.text')}</p>
        <CopyCommand command={link.link} label={t('identity.link.title')} wrap />
        <LocalAddressNotice text={link.link} />
        <p className={layout.small}>
          {t('identity.link.until')} <AbsoluteTime at={link.expiresAt} />
        </p>
        <Button onClick={close}>{t('identity.link.done')}</Button>
      </div>
    </Modal>
  );
}
