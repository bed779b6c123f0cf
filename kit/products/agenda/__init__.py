"""L'agenda public : les événements, le calendrier et le fil d'actualité."""
