#!/bin/sh
echo "naïve café ✓"
