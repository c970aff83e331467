set(libraries promoter-scan_app)
