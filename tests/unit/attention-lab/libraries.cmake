set(libraries attention-lab_app)
