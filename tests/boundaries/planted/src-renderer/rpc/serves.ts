import '@orpc/server'
