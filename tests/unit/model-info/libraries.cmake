set(libraries model-info_app)
