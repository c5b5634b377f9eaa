// Order matters: Mantine's layer first, so that every rule of ours wins without raising its weight.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './global.css';
