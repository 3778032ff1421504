import Search from '@lucide/svelte/icons/search'
import { usePageActions } from './keyboard.svelte.ts'

/** Lets `/` go to the page's search field, and the palette find it. */
export function useSearchKey(title: string, fieldId: string): void {
  usePageActions(() => [
    {
      id: 'page/search',
      title,
      group: 'This page',
      icon: Search,
      keys: ['/'],
      run: () => document.getElementById(fieldId)?.focus()
    }
  ])
}
