/** The application's mark, two hulls alongside, in the colour of the text around it. */
export function BrandMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="96 48 320 416" fill="currentColor" aria-hidden>
      <path d="M256 206h52M256 306h52" stroke="currentColor" strokeWidth="22" />
      <path d="M190 68c46 44 68 100 68 168v168q0 32-32 32h-72q-32 0-32-32V236c0-68 22-124 68-168z" />
      <path
        d="M352 132c34 36 50 80 50 132v120q0 28-28 28h-44q-28 0-28-28V264c0-52 16-96 50-132z"
        opacity="0.6"
      />
    </svg>
  )
}
