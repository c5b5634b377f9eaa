// Order matters: layers are declared first, so that every class of ours wins without raising its weight.
import './layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './global.css';
