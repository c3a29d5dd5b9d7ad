"""What people can change."""
import os

HOST = os.getenv("HOST", "0.0.0.0")
API_TOKEN = os.getenv("API_TOKEN", "")
CORS_ORIGINS = [origin for origin in os.getenv("CORS_ORIGINS", "").split(",") if origin]
MACHINE_NETWORK = os.getenv("MACHINE_NETWORK", "harbour_machines")
UPLINK_NETWORK = os.getenv("UPLINK_NETWORK", "harbour_uplink")
