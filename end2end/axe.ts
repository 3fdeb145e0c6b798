import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const BAD = new Set(['serious', 'critical']);

export interface AccessibilityOptions {
  /** CSS selector of the part to look at; the whole page when absent. */
  within?: string;
}

/** One line per serious or critical violation of WCAG 2.2 AA: rule, impact and the elements. */
export async function seriousViolations(page: Page, options: AccessibilityOptions = {}): Promise<string[]> {
  const builder = new AxeBuilder({ page }).withTags(TAGS);
  if (options.within) builder.include(options.within);
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact && BAD.has(impact))
    .map(({ id, impact, help, nodes }) => `${id} (${impact}): ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Fails with the list of violations unless there is none. */
export async function expectAccessible(page: Page, options: AccessibilityOptions = {}): Promise<void> {
  expect(await seriousViolations(page, options), `accessibility of ${page.url()}`).toEqual([]);
}
