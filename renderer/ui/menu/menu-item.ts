import type { Icon } from '../../actions.ts'

/** One line of a menu. */
export interface MenuItem {
  label: string
  icon?: Icon | undefined
  keys?: readonly string[] | undefined
  isDangerous?: boolean
  disabled?: boolean
  onSelect: () => void
}
