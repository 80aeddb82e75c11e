export { fullInWords, growthInWords } from './forecast-words.ts'
export { StoragePage } from './storage-page.tsx'
