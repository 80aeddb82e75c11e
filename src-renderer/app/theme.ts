import {
  Checkbox,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  Indicator,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Popover,
  Skeleton,
  Tabs,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'
import { DateInput, DateTimePicker, TimePicker } from '@mantine/dates'
import { floatRootSelector } from '../ui/float-root.tsx'

/** The one accent: `#0b4f71` in the light theme, `#5cb3d6` in the dark one. */
const harbour: MantineColorsTuple = [
  '#eaf4f9',
  '#d3e6ef',
  '#a6cede',
  '#80bfd9',
  '#5cb3d6',
  '#3f97bc',
  '#257aa0',
  '#136088',
  '#0b4f71',
  '#073b56',
]

const slate: MantineColorsTuple = [
  '#f6f8fa',
  '#edf1f4',
  '#dde4ea',
  '#c8d2da',
  '#a9b7c2',
  '#7e8f9c',
  '#54646f',
  '#3d4c57',
  '#2a3741',
  '#17222c',
]

const night: MantineColorsTuple = [
  '#dfe7ed',
  '#bccad4',
  '#9aabb8',
  '#6f808d',
  '#3a4853',
  '#2a3742',
  '#1a242d',
  '#10171e',
  '#0c1217',
  '#080d11',
]

/**
 * Mantine chooses the colour of text on the accent once, for the light theme; the accent of the dark
 * one is light, and needs dark text.
 */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.color !== undefined && input.color !== 'harbour') return colors
  if (input.variant === 'filled') {
    return { ...colors, color: 'var(--mantine-primary-color-contrast)' }
  }
  if (input.variant !== 'light') return colors
  return { ...colors, background: 'var(--sts-current)', color: 'var(--sts-accent)' }
}
const onAccent = { color: 'var(--mantine-primary-color-contrast)' }

const quick = { transition: 'fade', duration: 120 } as const

/** Inside the page’s landmark, and yet cut off by none of its scrolling parts. */
const floating = { floatingStrategy: 'fixed', portalProps: { target: floatRootSelector } } as const

/** The head of a dialog is a `<header>` element, which would be taken for the page’s own banner. */
const noBanner = { header: { role: 'presentation' } }

/** The arrows of a calendar have pictures only, and days of other months are too pale to read. */
const calendar = {
  hideOutsideDates: true,
  // The dropdown’s dialog would be named after the popover’s target, which has no name here.
  popoverProps: { withRoles: false },
  ariaLabels: {
    ...{ previousMonth: 'Previous month', nextMonth: 'Next month' },
    ...{ previousYear: 'Previous year', nextYear: 'Next year' },
    ...{ previousDecade: 'Previous decade', nextDecade: 'Next decade' },
  },
}

/** The look of every screen, on a grid of 4 px. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  variantColorResolver,
  colors: { harbour, gray: slate, dark: night },
  white: '#ffffff',
  black: '#17222c',
  fontFamily: '"Noto Sans", system-ui, sans-serif',
  fontFamilyMonospace: '"Noto Sans Mono", ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.45', xl: '1.35' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Checkbox: Checkbox.extend({ styles: { icon: onAccent } }),
    DateInput: DateInput.extend({ defaultProps: calendar }),
    DateTimePicker: DateTimePicker.extend({
      defaultProps: {
        ...calendar,
        submitButtonProps: { 'aria-label': 'Done' },
        timePickerProps: { hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes' },
      },
    }),
    Indicator: Indicator.extend({ styles: { indicator: onAccent } }),
    Drawer: Drawer.extend({
      defaultProps: {
        transitionProps: { duration: 140 },
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: noBanner,
      },
      styles: { title: { fontSize: 16, fontWeight: 600, lineHeight: 1.4 } },
    }),
    InputWrapper: Input.Wrapper.extend({
      // Mantine makes both 2 px smaller than the field; nothing here is under 12 px.
      styles: { description: { fontSize: 12 }, error: { fontSize: 12 } },
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Menu: Menu.extend({
      defaultProps: {
        transitionProps: quick,
        shadow: 'sm',
        // Inside its landmark, and without a child that a menu may not have.
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: quick,
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: noBanner,
      },
      styles: { title: { fontSize: 16, fontWeight: 600, lineHeight: 1.4 } },
    }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
    }),
    Popover: Popover.extend({
      defaultProps: { ...floating, transitionProps: quick, shadow: 'sm' },
    }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Tabs: Tabs.extend({
      defaultProps: { keepMounted: false },
    }),
    TimePicker: TimePicker.extend({
      // What it writes on the accent in a field that has the focus.
      styles: { field: { '--mantine-color-white': 'var(--mantine-primary-color-contrast)' } },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        ...floating,
        transitionProps: quick,
        events: { hover: true, focus: true, touch: true },
        multiline: true,
        maw: 360,
        openDelay: 150,
      },
    }),
  },
})
