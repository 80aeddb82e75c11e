import '@orpc/client'
