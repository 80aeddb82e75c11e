import './electron/window.ts'
