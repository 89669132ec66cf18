# The producers' versions that the recorded files were made with.
VITEST=5.1.1 JEST=30.5.2 JEST_JUNIT=17.0.0
