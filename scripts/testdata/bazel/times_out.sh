#!/bin/sh
echo waiting
sleep 60
