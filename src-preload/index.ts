import { ipcRenderer } from 'electron'

/**
 * Hands the page the one port that main gives it for this load, and nothing else: no function,
 * no object, no other message. Main has checked frame and origin before it sent the port.
 */
ipcRenderer.once('sts-port', (event) => {
  const [port] = event.ports
  if (port !== undefined) window.postMessage('sts-port', window.location.origin, [port])
})
