set(libraries model-evaluate_app)
