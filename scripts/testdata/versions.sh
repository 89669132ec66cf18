# The producers' versions that the recorded files were made with.
VITEST=5.1.1 JEST=30.5.2 JEST_JUNIT=17.0.0
PLUGGY=1.6.0 MINIMIST=1.2.8 TAPE=5.10.2 SEMVER=1.0.27
