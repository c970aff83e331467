set(libraries motif-discover_app)
